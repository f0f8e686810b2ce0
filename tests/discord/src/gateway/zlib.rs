//! The gateway's `compress=zlib-stream`: one deflate context for the whole connection, flushed after each message so
//! that every frame ends in the `00 00 FF FF` that clients look for.

use flate2::{Compress, Compression, FlushCompress, Status};

/// The compressing half of one connection. Dropped with it: a resumed session starts a new context.
pub(crate) struct ZlibStream {
    deflate: Compress,
}

impl Default for ZlibStream {
    fn default() -> Self {
        Self { deflate: Compress::new(Compression::default(), true) }
    }
}

impl ZlibStream {
    /// Compresses one message into one binary frame that ends with a sync flush.
    pub(crate) fn frame(&mut self, message: &[u8]) -> Vec<u8> {
        let mut frame = Vec::with_capacity(message.len() / 2 + 64);
        let start = self.deflate.total_in();
        loop {
            let consumed = (self.deflate.total_in() - start) as usize;
            let status = self
                .deflate
                .compress_vec(&message[consumed..], &mut frame, FlushCompress::Sync)
                .expect("deflate fails only after a finish, which a stream never gets");
            let all_read = (self.deflate.total_in() - start) as usize == message.len();
            // Room left in the buffer means that the flush is complete.
            if all_read && (frame.len() < frame.capacity() || status == Status::BufError) {
                return frame;
            }
            frame.reserve(frame.capacity().max(64));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Decompress, FlushDecompress};

    fn inflate(context: &mut Decompress, frame: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(4 << 20);
        context.decompress_vec(frame, &mut out, FlushDecompress::Sync).unwrap();
        out
    }

    #[test]
    fn every_frame_ends_in_a_sync_flush_and_shares_one_context() {
        let (mut stream, mut context) = (ZlibStream::default(), Decompress::new(true));
        let messages = [b"{\"op\":10}".to_vec(), b"".to_vec(), vec![b'x'; 1 << 20], b"{\"op\":11}".to_vec()];
        for message in messages {
            let frame = stream.frame(&message);
            if !message.is_empty() {
                assert!(frame.ends_with(&[0, 0, 0xff, 0xff]), "{} bytes", message.len());
            }
            assert_eq!(inflate(&mut context, &frame), message);
        }
    }

    #[test]
    fn incompressible_messages_of_every_length_survive() {
        let (mut stream, mut context) = (ZlibStream::default(), Decompress::new(true));
        let mut seed = 1_u32;
        for length in (1..3000).step_by(37) {
            let message: Vec<u8> = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            })
            .take(length)
            .collect();
            let frame = stream.frame(&message);
            assert!(frame.ends_with(&[0, 0, 0xff, 0xff]));
            assert_eq!(inflate(&mut context, &frame), message);
        }
    }
}
