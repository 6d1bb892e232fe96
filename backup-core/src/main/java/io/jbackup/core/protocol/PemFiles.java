package io.jbackup.core.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/// Certificates and private keys in PEM files (RFC 7468; PKCS 1 and SEC 1 keys as OpenSSL writes
/// them).
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private PemFiles() {}

  static X509Certificate[] certificates(Path file) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate[] certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (certificates.length == 0) {
        throw new CertificateException("no certificate in " + file);
      }
      return certificates;
    }
  }

  /// @param algorithm of the certificate's public key: RSA, EC, EdDSA
  static PrivateKey privateKey(Path file, @Nullable String passphrase, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      throw new InvalidKeySpecException("no private key in PEM form in " + file);
    }
    byte[] content = content(matcher.group(2), file);
    PKCS8EncodedKeySpec spec =
        switch (matcher.group(1)) {
          case "RSA PRIVATE KEY" -> new PKCS8EncodedKeySpec(Der.pkcs8OfRsa(content));
          case "EC PRIVATE KEY" -> new PKCS8EncodedKeySpec(Der.pkcs8OfEc(content));
          case "ENCRYPTED PRIVATE KEY" -> decrypt(content, passphrase, file);
          default -> new PKCS8EncodedKeySpec(content);
        };
    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
  }

  private static byte[] content(String base64, Path file) throws InvalidKeySpecException {
    if (base64.contains(":")) {
      throw new InvalidKeySpecException(
          file + " is encrypted in OpenSSL's old form; convert it: openssl pkcs8 -topk8");
    }
    try {
      return Base64.getMimeDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("malformed private key in " + file, e);
    }
  }

  private static PKCS8EncodedKeySpec decrypt(byte[] content, @Nullable String passphrase, Path file)
      throws IOException, GeneralSecurityException {
    if (passphrase == null) {
      throw new InvalidKeySpecException(file + " is encrypted and sslpassword is not given");
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
    // For PBES2 the parameters' own name is the full scheme, e.g. PBEWithHmacSHA256AndAES_256.
    String scheme =
        info.getAlgName().equals("PBES2") ? info.getAlgParameters().toString() : info.getAlgName();
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(scheme)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray())),
        info.getAlgParameters());
    return info.getKeySpec(cipher);
  }
}
