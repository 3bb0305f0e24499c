"""Administration of a server, running or not: the verbs, and the local socket they reach a running one through."""
