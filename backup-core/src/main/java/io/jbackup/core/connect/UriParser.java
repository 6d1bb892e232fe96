package io.jbackup.core.connect;

import io.jbackup.catalog.error.UsageException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `postgresql://user:password@host1:port1,host2:port2/dbname?keyword=value` (PostgreSQL
/// documentation, "Connection URIs").
final class UriParser {
  private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");

  private UriParser() {}

  static boolean isUri(String text) {
    return SCHEMES.stream().anyMatch(text::startsWith);
  }

  static Map<String, String> parse(String uri) {
    String rest = uri.substring(uri.indexOf("://") + 3);
    Map<String, String> values = new LinkedHashMap<>();
    int query = rest.indexOf('?');
    String parameters = query < 0 ? "" : rest.substring(query + 1);
    String place = query < 0 ? rest : rest.substring(0, query);
    int slash = place.indexOf('/');
    int at = (slash < 0 ? place : place.substring(0, slash)).indexOf('@');
    if (slash >= 0) {
      values.put("dbname", decode(place.substring(slash + 1)));
      place = place.substring(0, slash);
    }
    if (at >= 0) {
      credentials(place.substring(0, at), values);
    }
    hosts(place.substring(at + 1), values);
    query(parameters, values);
    return values;
  }

  private static void credentials(String text, Map<String, String> values) {
    int colon = text.indexOf(':');
    values.put("user", decode(colon < 0 ? text : text.substring(0, colon)));
    if (colon >= 0) {
      values.put("password", decode(text.substring(colon + 1)));
    }
  }

  private static void hosts(String text, Map<String, String> values) {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int afterAddress = part.startsWith("[") ? part.indexOf(']') : 0;
      if (afterAddress < 0) {
        throw malformed("the IPv6 address has no \"]\"");
      }
      int colon = part.indexOf(':', afterAddress);
      String host = colon < 0 ? part : part.substring(0, colon);
      hosts.add(decode(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
      ports.add(colon < 0 ? "" : decode(part.substring(colon + 1)));
    }
    values.put("host", joinUnlessEmpty(hosts));
    values.put("port", joinUnlessEmpty(ports));
  }

  private static String joinUnlessEmpty(List<String> parts) {
    return parts.stream().allMatch(String::isEmpty) ? "" : String.join(",", parts);
  }

  private static void query(String parameters, Map<String, String> values) {
    if (parameters.isEmpty()) {
      return;
    }
    for (String parameter : parameters.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals < 0) {
        throw malformed("a parameter has no \"=\"");
      }
      String keyword = decode(parameter.substring(0, equals));
      String value = decode(parameter.substring(equals + 1));
      if (keyword.equals("ssl") && value.equals("true")) {
        values.put("sslmode", "require");
      } else {
        values.put(keyword, value);
      }
    }
  }

  private static String decode(String text) {
    try {
      // URLDecoder takes + for a blank, which a connection URI does not.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("a % is not followed by two hexadecimal digits", e);
    }
  }

  private static UsageException malformed(String why) {
    return new UsageException("malformed connection URI: " + why, HINT);
  }

  private static UsageException malformed(String why, Throwable cause) {
    return new UsageException("malformed connection URI: " + why, HINT, cause);
  }

  private static final String HINT =
      "The form is postgresql://user@host:port/dbname?keyword=value, with %XX for special characters.";
}
