"""One file a command: it reads its options, calls the domain, and shows the answer."""
