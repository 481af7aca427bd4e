"""Files in folders that people can read, on several disks, and files of others adopted where they lie."""
