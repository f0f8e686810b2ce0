//! Ids of guilds and channels.

use insta::assert_snapshot;

use super::broken;

#[test]
fn snowflakes_as_floats_are_refused_wherever_they_stand() {
    let text = "[host]\nlog_channel = 5.0e17\n[guilds.3e17]\n[guilds.300000000000000001.5]\n";
    assert_snapshot!(broken(text), @r##"
    error: an id can't be the decimal number 5.0e17
     --> plugins.toml:2:15
      |
    2 | log_channel = 5.0e17
      |               ^^^^^^ a decimal number has too few digits for an id: write it as an integer or in quotes

    error: an id can't be the decimal number 3e17
     --> plugins.toml:3:9
      |
    3 | [guilds.3e17]
      |         ^^^^ an id is 1 to 19 digits, as an integer or in quotes
      |
      = help: a guild is written [guilds.123456789012345678]; copy its id from Discord with Developer Mode on

    error: a guild's id can't be the decimal number 300000000000000001.5
     --> plugins.toml:4:28
      |
    4 | [guilds.300000000000000001.5]
      |                            ^ an id has no point: write [guilds.123456789012345678]
    "##);
}

#[test]
fn snowflakes_out_of_range_or_of_another_form_are_refused() {
    let text = "[host]\nlog_channel = 99999999999999999999\n[guilds.0]\n[guilds.99999999999999999999]\n[guilds.demo]\n[guilds.1]\nlog_channel = -5\n[guilds.2]\nlog_channel = true\n";
    assert_snapshot!(broken(text), @r##"
    error: the id 99999999999999999999 is out of range
     --> plugins.toml:2:15
      |
    2 | log_channel = 99999999999999999999
      |               ^^^^^^^^^^^^^^^^^^^^ an id is 1 to 19 digits, as an integer or in quotes

    error: the id 0 starts with 0
     --> plugins.toml:3:9
      |
    3 | [guilds.0]
      |         ^ an id starts with a digit from 1 to 9
      |
      = help: a guild is written [guilds.123456789012345678]; copy its id from Discord with Developer Mode on

    error: the id 99999999999999999999 is out of range
     --> plugins.toml:4:9
      |
    4 | [guilds.99999999999999999999]
      |         ^^^^^^^^^^^^^^^^^^^^ an id is 1 to 19 digits, as an integer or in quotes
      |
      = help: a guild is written [guilds.123456789012345678]; copy its id from Discord with Developer Mode on

    error: `demo` is not an id
     --> plugins.toml:5:9
      |
    5 | [guilds.demo]
      |         ^^^^ an id is 1 to 19 digits, as an integer or in quotes
      |
      = help: a guild is written [guilds.123456789012345678]; copy its id from Discord with Developer Mode on

    error: the id -5 is out of range
     --> plugins.toml:7:15
      |
    7 | log_channel = -5
      |               ^^ an id is 1 to 19 digits, as an integer or in quotes

    error: an id can't be true
     --> plugins.toml:9:15
      |
    9 | log_channel = true
      |               ^^^^ an id is 1 to 19 digits, as an integer or in quotes
    "##);
}

#[test]
fn a_guild_written_as_integer_and_in_quotes_is_in_the_file_twice() {
    let text = "[guilds.300000000000000001]\nlocale = 'en'\n[guilds.\"300000000000000001\"]\nlocale = 'nl'\n";
    assert_snapshot!(broken(text), @r##"
    error: `300000000000000001` is in the file twice
     --> plugins.toml:3:9
      |
    3 | [guilds."300000000000000001"]
      |         ^^^^^^^^^^^^^^^^^^^^ the same name as above, whether in quotes or not
      |
      = help: put both parts together in one place

    error: `locale` is in the file twice
     --> plugins.toml:4:1
      |
    4 | locale = 'nl'
      | ^^^^^^ the same name as above, whether in quotes or not
      |
      = help: put both parts together in one place
    "##);
}
