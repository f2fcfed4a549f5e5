"""The demonstration province: real titles and files, loaded and taken away by command."""
