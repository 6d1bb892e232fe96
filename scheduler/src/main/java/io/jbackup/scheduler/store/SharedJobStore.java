package io.jbackup.scheduler.store;

import org.quartz.impl.jdbcjobstore.JobStoreTX;

/// Quartz's clustered store. Schedulers have names that are unique in their process, while all that
/// share a store have to use one: it is set here. Public because Quartz makes it by its name.
// JobStoreTX overrides a generic method without its type parameter.
@SuppressWarnings("unchecked")
public final class SharedJobStore extends JobStoreTX {
  private static final String SHARED_NAME = "jbackup";

  @Override
  public void setInstanceName(String name) {
    super.setInstanceName(SHARED_NAME);
  }
}
