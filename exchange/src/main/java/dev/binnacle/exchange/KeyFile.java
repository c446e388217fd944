package dev.binnacle.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The keys of venues' accounts in one encrypted file of mode 0600: AES-256-GCM under a key that PBKDF2 with HMAC-SHA-512 derives from a
 * passphrase. Each save has a salt and a nonce of its own.
 *
 * <p>The file is one line of text: {@code binnacle-keys 1 ROUNDS SALT NONCE CONTENT}, the last three in base 64. What stands before the
 * content is authenticated with it.
 *
 * <p><b>Threads:</b> thread-safe; two processes that save at the same time lose one of both.
 */
public final class KeyFile {
  private static final String MAGIC = "binnacle-keys 1";
  /** What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with SHA-512; more would keep a halt waiting. */
  private static final int ROUNDS = 210_000;
  private static final int MOST_ROUNDS = 10_000_000;
  private static final int LARGEST = 1 << 20;

  private final Path file;
  private final char[] passphrase;
  private final Map<String, Entry> entries;

  /** What the content holds for an account. */
  record Entry(String key, String secret) {
    @Override
    public String toString() {
      return "Entry[…]";
    }
  }

  private KeyFile(Path file, char[] passphrase, Map<String, Entry> entries) {
    this.file = file;
    this.passphrase = passphrase.clone();
    this.entries = entries;
  }

  /**
   * Opens a file; one that does not exist is empty, and made by the first {@link #put}.
   *
   * @throws IOException if the file cannot be read, is no such file, or the passphrase is not its
   */
  public static KeyFile open(Path file, char[] passphrase) throws IOException {
    if (passphrase.length < 8) {
      throw new IllegalArgumentException("a passphrase for keys must have at least 8 characters, had " + passphrase.length);
    }
    Map<String, Entry> entries = Files.exists(file) ? read(file, passphrase) : new TreeMap<>();
    return new KeyFile(file, passphrase, entries);
  }

  public synchronized Set<String> accounts() {
    return new TreeSet<>(entries.keySet());
  }

  public synchronized Optional<Credentials> find(String account) {
    return Optional.ofNullable(entries.get(account)).map(entry -> new Credentials(entry.key, entry.secret.toCharArray()));
  }

  /** Keeps an account's key, instead of the one that it had. */
  public synchronized void put(String account, Credentials credentials) throws IOException {
    Map<String, Entry> changed = new TreeMap<>(entries);
    changed.put(account, new Entry(credentials.key(), credentials.secret()));
    save(changed);
    entries.putAll(changed);
  }

  /** Whether there was one. */
  public synchronized boolean remove(String account) throws IOException {
    Map<String, Entry> changed = new TreeMap<>(entries);
    if (changed.remove(account) == null) {
      return false;
    }
    save(changed);
    entries.remove(account);
    return true;
  }

  private void save(Map<String, Entry> wanted) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[16];
    byte[] nonce = new byte[12];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    Base64.Encoder base64 = Base64.getEncoder();
    String head = MAGIC + ' ' + ROUNDS + ' ' + base64.encodeToString(salt) + ' ' + base64.encodeToString(nonce);
    byte[] content =
        cipher(Cipher.ENCRYPT_MODE, passphrase, ROUNDS, salt, nonce, head, PaperJson.MAPPER.writeValueAsBytes(wanted));
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(part, head + ' ' + base64.encodeToString(content) + '\n');
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, Entry> read(Path file, char[] passphrase) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is too large to be a file of keys");
    }
    List<String> words = List.of(Files.readString(file).strip().split(" ", -1));
    if (words.size() != 6 || !MAGIC.equals(words.get(0) + ' ' + words.get(1))) {
      throw new IOException(file + " is no file of keys: it must begin with " + MAGIC);
    }
    try {
      int rounds = Integer.parseInt(words.get(2));
      if (rounds < 1 || rounds > MOST_ROUNDS) {
        throw new IOException(file + " asks for " + rounds + " rounds; it may be 1 to " + MOST_ROUNDS);
      }
      Base64.Decoder base64 = Base64.getDecoder();
      byte[] plain = cipher(Cipher.DECRYPT_MODE, passphrase, rounds, base64.decode(words.get(3)), base64.decode(words.get(4)),
          String.join(" ", words.subList(0, 5)), base64.decode(words.get(5)));
      return new TreeMap<>(PaperJson.MAPPER.readValue(plain, new TypeReference<Map<String, Entry>>() {}));
    } catch (IllegalArgumentException | JacksonException e) {
      // The cause could hold what was decrypted.
      throw new IOException(file + " is damaged");
    }
  }

  private static byte[] cipher(
      int mode, char[] passphrase, int rounds, byte[] salt, byte[] nonce, String head, byte[] content) throws IOException {
    PBEKeySpec derived = new PBEKeySpec(passphrase, salt, rounds, 256);
    try {
      byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(derived).getEncoded();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(head.getBytes(StandardCharsets.US_ASCII));
      return cipher.doFinal(content);
    } catch (AEADBadTagException e) {
      throw new IOException("the passphrase is not that of the file of keys, or the file is damaged", e);
    } catch (GeneralSecurityException e) {
      throw new IOException("the file of keys cannot be opened or saved here: " + e.getMessage(), e);
    } finally {
      derived.clearPassword();
    }
  }
}
