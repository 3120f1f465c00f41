"""From a document to operations, from arguments to a request, and from an answer to a value; without I/O."""
