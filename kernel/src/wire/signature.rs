//! Signing messages and checking their signatures (HMAC-SHA256, compared in constant time).

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// How many signatures are remembered, so that a message that is sent again is known for what it is.
const REMEMBERED: usize = 1 << 16;

/// Signs with the connection's key. An empty key means that nothing is signed.
pub(crate) struct Signer {
    mac: Option<Hmac<Sha256>>,
    seen: RefCell<Seen>,
}

#[derive(Default)]
struct Seen {
    known: BTreeSet<[u8; 32]>,
    oldest_first: VecDeque<[u8; 32]>,
}

impl Signer {
    /// A signer with this key.
    pub(crate) fn new(key: &str) -> Self {
        let mac = || Hmac::new_from_slice(key.as_bytes()).expect("a key of any length will do");
        Self {
            mac: (!key.is_empty()).then(mac),
            seen: RefCell::default(),
        }
    }

    /// Whether a signature, which is right, comes for the first time. A recorded message cannot be played back.
    pub(crate) fn is_new(&self, signature: &[u8]) -> bool {
        // Half of a signature tells messages apart as well.
        let (true, Some(start)) = (self.mac.is_some(), signature.first_chunk::<32>()) else {
            return true;
        };
        let start = start.map(|digit| digit.to_ascii_lowercase());
        let mut seen = self.seen.borrow_mut();
        if !seen.known.insert(start) {
            return false;
        }
        seen.oldest_first.push_back(start);
        if seen.oldest_first.len() > REMEMBERED
            && let Some(oldest) = seen.oldest_first.pop_front()
        {
            seen.known.remove(&oldest);
        }
        true
    }

    /// The signature of a message's four parts, in hexadecimal digits.
    pub(crate) fn sign<P: AsRef<[u8]>>(&self, parts: &[P]) -> String {
        let Some(mac) = self.over(parts) else {
            return String::new();
        };
        let mut text = String::with_capacity(64);
        for byte in mac.finalize().into_bytes() {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        text
    }

    /// Whether a signature is right.
    pub(crate) fn verifies<P: AsRef<[u8]>>(&self, signature: &[u8], parts: &[P]) -> bool {
        let Some(mac) = self.over(parts) else {
            return true;
        };
        let mut claimed = [0; 32];
        signature.len() == 64
            && claimed
                .iter_mut()
                .zip(signature.chunks_exact(2))
                .all(|(byte, pair)| {
                    let digits = (
                        char::from(pair[0]).to_digit(16),
                        char::from(pair[1]).to_digit(16),
                    );
                    let (Some(high), Some(low)) = digits else {
                        return false;
                    };
                    *byte = (high << 4 | low) as u8;
                    true
                })
            && mac.verify_slice(&claimed).is_ok()
    }

    fn over<P: AsRef<[u8]>>(&self, parts: &[P]) -> Option<Hmac<Sha256>> {
        let mut mac = self.mac.clone()?;
        for part in parts {
            mac.update(part.as_ref());
        }
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::Signer;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        let signer = Signer::new("Jefe");
        let signature = signer.sign(&["what do ya want ", "for nothing?"]);
        assert_eq!(
            signature,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(signer.verifies(signature.as_bytes(), &["what do ya want for nothing?"]));
    }

    #[test]
    fn a_signature_is_new_once() {
        let signer = Signer::new("key");
        let first = signer.sign(&["a"]);
        assert!(signer.is_new(first.as_bytes()));
        assert!(!signer.is_new(first.as_bytes()));
        for n in 0..super::REMEMBERED {
            assert!(signer.is_new(signer.sign(&[n.to_string()]).as_bytes()));
        }
        assert!(signer.is_new(first.as_bytes()), "it has been forgotten");
        assert!(Signer::new("").is_new(b"") && Signer::new("").is_new(b""));
    }

    #[test]
    fn what_was_changed_is_refused() {
        let signer = Signer::new("key");
        let signature = signer.sign(&["a"]);
        assert!(!signer.verifies(signature.as_bytes(), &["b"]));
        assert!(!signer.verifies(b"", &["a"]));
        assert!(!signer.verifies(&signature.as_bytes()[..62], &["a"]));
        assert!(!signer.verifies("é".repeat(32).as_bytes(), &["a"]));
        assert!(Signer::new("").verifies(b"anything", &["a"]));
    }
}
