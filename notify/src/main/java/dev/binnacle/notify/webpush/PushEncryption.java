package dev.binnacle.notify.webpush;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A message that only one page can read: RFC 8291, with the content coding aes128gcm of RFC 8188 in one record. The names are those of
 * RFC 8291 section 3.4.
 */
final class PushEncryption {
  /** 4096 bytes that every push service takes (RFC 8030 section 7.2), less header (86), delimiter and tag (17). */
  static final int LARGEST = 4_096 - 86 - 17;
  private static final int RECORD = 4_096;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PushEncryption() {}

  static byte[] encrypt(byte[] text, PushSubscription to) throws GeneralSecurityException {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return encrypt(text, to, Curve.fresh(), salt);
  }

  /** With a pair and a salt that are used once only. */
  static byte[] encrypt(byte[] text, PushSubscription to, KeyPair pair, byte[] salt) throws GeneralSecurityException {
    byte[] uaPublic = Curve.decode(to.publicKey());
    byte[] asPublic = Curve.point((ECPublicKey) pair.getPublic());
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(pair.getPrivate());
    agreement.doPhase(Curve.publicKey(uaPublic), true);

    byte[] keyInfo = joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), uaPublic, asPublic);
    byte[] ikm = derive(agreement.generateSecret(), Curve.decode(to.secret()), keyInfo, 32);
    byte[] cek = derive(ikm, salt, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
    byte[] nonce = derive(ikm, salt, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);

    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(cek, "AES"), new GCMParameterSpec(128, nonce));
    byte[] last = Arrays.copyOf(text, text.length + 1);
    last[text.length] = 2; // the delimiter of the last record
    byte[] header =
        ByteBuffer.allocate(16 + 4 + 1 + Curve.POINT).put(salt).putInt(RECORD).put((byte) Curve.POINT).put(asPublic).array();
    return joined(header, cipher.doFinal(last));
  }

  private static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int length) throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(HKDFParameterSpec.ofExtract().addIKM(ikm).addSalt(salt).thenExpand(info, length));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
