//! What end-to-end tests reach into: races and sizes that nobody can bring about through Discord.

pub use crate::{
    conversation::{
        File, FileState, Message, Speaker,
        files::fetch as fetch_file,
        record::record_edit,
        store::{
            attachments::fetch as get_file, attachments::insert as insert_file, insert as insert_message,
        },
    },
    ticket::store::fetch as get_ticket,
    topics::actions::propose_recurring,
    transcript::{
        page::Version,
        render::{Form, staff_file, stream_parts},
    },
};
