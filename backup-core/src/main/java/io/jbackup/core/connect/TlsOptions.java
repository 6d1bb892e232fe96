package io.jbackup.core.connect;

import java.nio.file.Path;
import java.util.Optional;

/// How TLS is used on TCP connections.
///
/// @param mode libpq's `sslmode`
/// @param rootCertificate `sslrootcert`, PEM; the file need not exist below verify-ca
/// @param systemRoots `sslrootcert=system`: the authorities that the Java runtime trusts
/// @param certificate `sslcert`, PEM; empty when none was named and the default file is absent
/// @param key `sslkey`, PEM
/// @param direct `sslnegotiation=direct`: TLS without asking first (PostgreSQL 17)
/// @param minProtocol `ssl_min_protocol_version`, e.g. `TLSv1.2`
/// @param maxProtocol `ssl_max_protocol_version`, empty for the newest
public record TlsOptions(
    SslMode mode,
    Path rootCertificate,
    boolean systemRoots,
    Optional<Path> certificate,
    Path key,
    boolean direct,
    String minProtocol,
    String maxProtocol) {}
