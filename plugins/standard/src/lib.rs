//! The plugins of this repository. A crate that is only listed as a dependency is not linked: each is named here.

use faq as _;
use reminders as _;
use tickets as _;
