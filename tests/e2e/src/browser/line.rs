//! A line between a browser and the emulator, for tests that cut it.

use std::net::SocketAddr;

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A line to a server. It ends when this is dropped.
pub struct Line {
    address: SocketAddr,
    whole: watch::Sender<bool>,
}

impl Line {
    /// Lays a line to a server.
    ///
    /// # Panics
    /// Where there is no free port, or the address has none.
    pub async fn to(url: &str) -> Self {
        let server = url.trim_start_matches("http://").parse().expect("it is an address");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let whole = watch::Sender::new(true);
        let mut state = whole.subscribe();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    // The line is gone.
                    () = closed(&mut state) => return,
                    Ok((caller, _)) = listener.accept() => {
                        tokio::spawn(carry(caller, server, state.clone()));
                    }
                }
            }
        });
        Self { address, whole }
    }

    /// The server's address at this end of the line.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Breaks off all that is said and lets nobody through.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// Lets everybody through again.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn closed(state: &mut watch::Receiver<bool>) {
    while state.changed().await.is_ok() {}
}

async fn carry(mut caller: TcpStream, server: SocketAddr, mut state: watch::Receiver<bool>) {
    let talk = async {
        let mut server = TcpStream::connect(server).await?;
        copy_bidirectional(&mut caller, &mut server).await
    };
    tokio::select! {
        _ = state.wait_for(|whole| !whole) => {}
        _ = talk => {}
    }
}
