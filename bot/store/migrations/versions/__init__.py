"""NNNN_what.py, applied in order. A file that has been released is never changed again."""
