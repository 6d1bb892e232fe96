package io.jbackup.catalog.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.jbackup.catalog.store.ObjectKey;
import io.jbackup.catalog.store.ObjectTraits;
import io.jbackup.catalog.store.PutMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// What requests ask for when an instance's configuration says how its objects are.
class ObjectTraitsTest {
  private static final ObjectKey DATA = new ObjectKey("backups/main/ABC/base.tar.zst");
  private static final ObjectKey WAL = new ObjectKey("wal/main/000000010000000000000001");
  private static final ObjectKey CONTROL = new ObjectKey("backups/main/ABC/backup.control");

  private static PutObjectRequest put(ObjectTraits traits, ObjectKey key) {
    S3Settings settings = S3SettingsReader.none(Optional.empty()).with(traits);
    return new S3Requests(new S3Location("bucket", ""), settings)
        .put(key, PutMode.CREATE_NEW, "writer", "", 0);
  }

  @Test
  void eachKindOfObjectHasItsClassAndAllHaveTheRest() {
    ObjectTraits traits =
        new ObjectTraits("GLACIER_IR", "STANDARD_IA", "STANDARD", "aws:kms", "alias/pg", "a=b");
    assertThat(put(traits, DATA).storageClassAsString()).isEqualTo("GLACIER_IR");
    assertThat(put(traits, WAL).storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(put(traits, CONTROL).storageClassAsString()).isEqualTo("STANDARD");
    for (ObjectKey key : new ObjectKey[] {DATA, WAL, CONTROL}) {
      assertThat(put(traits, key).serverSideEncryptionAsString()).isEqualTo("aws:kms");
      assertThat(put(traits, key).ssekmsKeyId()).isEqualTo("alias/pg");
      assertThat(put(traits, key).tagging()).isEqualTo("a=b");
    }
  }

  @Test
  void whatIsNotSaidIsAsTheSettingsHaveIt() {
    PutObjectRequest request = put(ObjectTraits.NONE, DATA);
    assertThat(request.storageClass()).isNull();
    assertThat(request.serverSideEncryption()).isNull();
    assertThat(request.tagging()).isNull();
  }
}
