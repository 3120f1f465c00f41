"""The document as text: outlines, help, search, and where a wrong name belongs."""
