"""Where sources come from: what a mapping names, as files on this machine that formats can read.

find     local_files.py zip_archives.py download.py postgresql.py mysql.py
unpack   zip_archives.py gzip_files.py
decode   encodings.py
all      retrieve.py
"""
