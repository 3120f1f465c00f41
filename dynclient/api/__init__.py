"""From a document to operations, from arguments to a request, from an answer to a value; no I/O."""
