package io.jbackup.catalog.store.s3;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The names in a file of S3 settings. Each is documented in docs/s3.md, which a test compares.
public enum SettingKey {
  ENDPOINT("URL of the store", "AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile's"),
  REGION("region of the bucket", "AWS_REGION or the profile's; us-east-1 with an endpoint"),
  PATH_STYLE(
      "on: the bucket's name is in the path, off: in the host name",
      "on where the endpoint is an IP address or localhost"),
  CREDENTIALS(
      "where the credentials come from: default, environment, profile, web-identity or"
          + " instance-role",
      "default: the first of these that has some"),
  PROFILE("profile in the AWS files", "AWS_PROFILE, or default"),
  CREDENTIALS_FILE("file of profiles with keys, for its owner only", "~/.aws/credentials"),
  CA_FILE("PEM file of the certificate authorities that are trusted", "those of Java"),
  TLS(
      "native or java: by which library; native is quicker to start",
      "native where it can be loaded and there is no proxy"),
  PROXY("URL of an HTTP proxy", "HTTPS_PROXY and HTTP_PROXY"),
  STORAGE_CLASS_DATA("storage class of the archives of backups", "the bucket's"),
  STORAGE_CLASS_WAL("storage class of archived WAL", "the bucket's"),
  STORAGE_CLASS_METADATA("storage class of all other objects but leases", "the bucket's"),
  SERVER_SIDE_ENCRYPTION("AES256, aws:kms or customer", "as the bucket has it"),
  KMS_KEY_ID("key of aws:kms", "the store's default key"),
  CUSTOMER_KEY_FILE("file of 32 bytes, for its owner only: the key of customer", "none"),
  TAGS("tags of all objects, as name=value&name=value", "none"),
  TIMEOUT(
      "how long a request is repeated while the store fails; archive-push does it for about half of"
          + " --archive-timeout",
      "60s"),
  SOCKET_TIMEOUT("how long the store may be silent", "30s"),
  CONNECT_TIMEOUT("how long a connection may take", "5s"),
  CONNECTIONS("how many parts of an object are on their way at the same time, 1 to 64", "2"),
  BANDWIDTH_LIMIT("bytes per second, each way, for each opening of the catalog, as 20MB", "none");

  private final String meaning;
  private final String fallback;

  SettingKey(String meaning, String fallback) {
    this.meaning = meaning;
    this.fallback = fallback;
  }

  /// As it stands in the file.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String meaning() {
    return meaning;
  }

  /// What holds where the key is absent.
  public String fallback() {
    return fallback;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(SettingKey::label).toList();
  }
}
