"""The promises, proved from outside: by HTTP, command line and signals, with witnesses."""
