#!/usr/bin/env python3
"""jbackup-decrypt.py KEY CATALOG OBJECT >CONTENT, e.g. OBJECT = backups/main/SVXPK2/base.tar.zst

KEY is the key file of the catalog or the instance, a recipient's private key (PEM), or after --passphrase a file whose
first line is the passphrase. CATALOG is the catalog's directory, or a copy of the bucket's.
"""
import base64, hashlib, hmac, os, pathlib, sys
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

SEGMENT = 65536
KEM, SUITE = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"


def hkdf(key, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def lines(file):
    """The words of each value of name = value text, with its name."""
    for line in file.read_text().splitlines():
        name, _, value = line.partition(" = ")
        yield name, value.strip("'").split(" ")


class Symmetric:
    def __init__(self, key):
        self.key, self.id = key, hkdf(key, None, b"jbackup key id 1", 8).hex()

    def opens(self, words):
        return words[:2] == ["aes256-gcm", self.id]

    def unwrap(self, wrapped, context):
        return AESGCM(self.key).decrypt(wrapped[:12], wrapped[12:], context)


class Identity:
    """The private key of a recipient: HPKE (RFC 9180), mode base."""

    def __init__(self, pem):
        self.key = serialization.load_pem_private_key(pem, None)
        raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        self.public = self.key.public_key().public_bytes(*raw)
        self.text = base64.b64encode(self.public).decode()

    def opens(self, words):
        return words[:2] == ["hpke-x25519", self.text]

    def unwrap(self, wrapped, context):
        def extract(suite, salt, label, ikm):
            return hmac.new(salt, b"HPKE-v1" + suite + label + ikm, hashlib.sha256).digest()

        def expand(suite, secret, label, info, length):
            text = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
            return HKDFExpand(hashes.SHA256(), length, text).derive(secret)

        sent = wrapped[:32]
        shared = self.key.exchange(X25519PublicKey.from_public_bytes(sent))
        shared = expand(KEM, extract(KEM, b"", b"eae_prk", shared), b"shared_secret", sent + self.public, 32)
        schedule = b"\0" + extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", context)
        secret = extract(SUITE, shared, b"secret", b"")
        nonce = expand(SUITE, secret, b"base_nonce", schedule, 12)
        return AESGCM(expand(SUITE, secret, b"key", schedule, 32)).decrypt(nonce, wrapped[32:], b"")


def of_passphrase(file, access):
    phrase = pathlib.Path(file).read_bytes().splitlines()[0]
    for name, words in lines(access):
        if name.startswith("access-") and words[0] == "scrypt":
            n, r, p = map(int, words[3:6])
            salt = bytes.fromhex(words[2])
            key = hashlib.scrypt(phrase, salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=32)
            if Symmetric(key).id == words[1]:
                return Symmetric(key)
    sys.exit(f"the passphrase does not fit {access}")


def of_file(file):
    data = pathlib.Path(file).read_bytes()
    if data.startswith(b"-----BEGIN"):
        return Identity(data)
    if len(data) == 32:
        return Symmetric(data)
    text = data.decode().strip()
    return Symmetric(bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text))


def data_key(master, catalog, folder, key_id):
    for name, words in lines(catalog / "keys" / folder / key_id):
        if name.startswith("wrap-") and master.opens(words):
            context = f"jbackup data key 1 {folder}/{key_id}".encode()
            return master.unwrap(base64.b64decode(words[2]), context)
    sys.exit("the key does not open " + key_id)


def main(*words):
    by_phrase = words[0] == "--passphrase"
    key, catalog, path = words[by_phrase:]
    catalog = pathlib.Path(catalog)
    names = path.split("/")
    folder = names[1] if names[0] in ("wal", "backups") else "catalog"
    with open(catalog / path, "rb") as source:
        size = os.fstat(source.fileno()).st_size
        header = source.read(64)
        if header[:8] != b"JBKCRYP1":
            sys.exit("not encrypted by jbackup")
        own, shared = (catalog / "keys" / part / "access" for part in (folder, ""))
        access = own if own.exists() else shared
        master = of_passphrase(key, access) if by_phrase else of_file(key)
        secret = data_key(master, catalog, folder, header[8:24].hex())
        cipher = AESGCM(hkdf(secret, header[25:57], path.encode(), 32))
        number, position = 0, 64
        while position < size or number == 0:
            end = min(size, (number + 1) * SEGMENT)
            last = b"\1" if end == size else b"\0"
            nonce = header[57:64] + number.to_bytes(4, "big") + last
            sys.stdout.buffer.write(cipher.decrypt(nonce, source.read(end - position), None))
            number, position = number + 1, end


if len(sys.argv) not in (4, 5):
    sys.exit(__doc__)
main(*sys.argv[1:])
