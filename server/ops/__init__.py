"""Running the server: configuration, life from start to stop, logs, metrics, health, the command line."""
