"""The command line: `dynclient ContainerList --all`, every operation and parameter from the document."""
