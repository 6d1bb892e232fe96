/// Locks on what an instance holds, so that several processes, also on several hosts, can use one
/// catalog. The use cases take them; who holds what can be read by anybody.
@org.jspecify.annotations.NullMarked
package io.jbackup.catalog.lock;
