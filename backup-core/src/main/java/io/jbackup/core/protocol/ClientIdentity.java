package io.jbackup.core.protocol;

import io.jbackup.catalog.error.ConnectionException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The client's certificate and key. Shown to any server that asks, whichever authorities it names,
/// as libpq does.
final class ClientIdentity extends X509ExtendedKeyManager {
  private static final String ALIAS = "client";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final X509Certificate[] chain;
  private final PrivateKey key;

  private ClientIdentity(X509Certificate[] chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  static ClientIdentity load(Path certificate, Path key, @Nullable String passphrase)
      throws IOException, GeneralSecurityException {
    require(certificate, "client certificate", "sslcert");
    require(key, "private key", "sslkey");
    checkPermissions(key);
    X509Certificate[] chain = PemFiles.certificates(certificate);
    return new ClientIdentity(
        chain, PemFiles.privateKey(key, passphrase, chain[0].getPublicKey().getAlgorithm()));
  }

  private static void require(Path file, String what, String option) {
    if (!Files.exists(file)) {
      throw new ConnectionException(
          what + " file " + file + " does not exist", "Name it with " + option + ".");
    }
  }

  /// As libpq: readable by its owner alone; when root owns it, its group may read too.
  private static void checkPermissions(Path key) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(key, PosixFileAttributes.class);
    Set<PosixFilePermission> allowed = EnumSet.copyOf(OWNER_ONLY);
    if (attributes.owner().equals(rootOwner())) {
      allowed.add(PosixFilePermission.GROUP_READ);
    }
    if (!allowed.containsAll(attributes.permissions())) {
      throw new ConnectionException(
          "private key file " + key + " is open to group or others", "chmod 600 " + key);
    }
  }

  private static Object rootOwner() throws IOException {
    return Files.getOwner(Path.of("/"), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return choose(keyTypes);
  }

  private @Nullable String choose(String[] keyTypes) {
    for (String type : keyTypes) {
      if (type.equals(key.getAlgorithm()) || type.startsWith(key.getAlgorithm() + "_")) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
