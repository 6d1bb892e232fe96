#!/usr/bin/env python3
"""jbackup-decrypt.py KEYFILE CATALOG OBJECT >CONTENT, e.g. OBJECT = backups/main/SVXPK2/base.tar.zst"""
import base64, os, pathlib, sys
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SEGMENT = 65536


def hkdf(key, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def master_key(path):
    data = pathlib.Path(path).read_bytes()
    if len(data) == 32:
        return data
    text = data.decode().strip()
    return bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text)


def data_key(master, catalog, folder, key_id):
    wanted = hkdf(master, None, b"jbackup key id 1", 8).hex()
    for line in (catalog / "keys" / folder / key_id).read_text().splitlines():
        name, _, value = line.partition(" = ")
        words = value.strip("'").split(" ")
        if name.startswith("wrap-") and words[:2] == ["aes256-gcm", wanted]:
            wrapped = base64.b64decode(words[2])
            context = f"jbackup data key 1 {folder}/{key_id}".encode()
            return AESGCM(master).decrypt(wrapped[:12], wrapped[12:], context)
    sys.exit("the key does not open " + key_id)


def main(key_file, catalog, path):
    catalog = pathlib.Path(catalog)
    names = path.split("/")
    folder = names[1] if names[0] in ("wal", "backups") else "catalog"
    with open(catalog / path, "rb") as source:
        size = os.fstat(source.fileno()).st_size
        header = source.read(64)
        if header[:8] != b"JBKCRYP1":
            sys.exit("not encrypted by jbackup")
        key = data_key(master_key(key_file), catalog, folder, header[8:24].hex())
        cipher = AESGCM(hkdf(key, header[25:57], path.encode(), 32))
        number, position = 0, 64
        while position < size or number == 0:
            end = min(size, (number + 1) * SEGMENT)
            last = b"\1" if end == size else b"\0"
            nonce = header[57:64] + number.to_bytes(4, "big") + last
            sys.stdout.buffer.write(cipher.decrypt(nonce, source.read(end - position), None))
            number, position = number + 1, end


main(*sys.argv[1:])
