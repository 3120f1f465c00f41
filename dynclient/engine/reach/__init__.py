"""Where an engine is and who asks it: addresses, contexts, certificates, credentials, proxies, versions."""
