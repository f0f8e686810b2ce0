cmd-faq = Questions that are asked often, and their answers
cmd-faq-list = Lists the questions
    .category = Only those of this category
cmd-faq-view = Shows an answer
    .entry = Which one: its question, another wording or a keyword
    .public = Show it to everybody here
cmd-faq-search = Finds the answer to a question
    .question = Your question, in your own words
    .public = Show it to everybody here
cmd-faq-add = Adds an entry in a form
    .title = The question
    .category = The category of the question
cmd-faq-edit = Changes an entry in a form
    .entry = Which one
cmd-faq-remove = Removes an entry and its history
    .entry = Which one
cmd-faq-publish = Shows an entry to members, or takes it back
    .entry = Which one
    .published = False makes it a draft again
cmd-faq-history = Shows who changed an entry when, and what it said before
    .entry = Which one
cmd-faq-gaps = Lists the questions without an answer yet
cmd-export_faq = Gives all entries as a table

field-title = Question
field-text = Answer
field-keywords = Keywords
field-aliases = Other wordings
field-alias = One of the other wordings
field-category = Category
form-add = New entry
form-edit = Entry #{ $id }
form-title = Question
form-text = Answer (Markdown)
form-keywords = Keywords, with commas between
form-aliases = Other wordings of the question, one a line
form-category = Category

wrong-empty = { $field }: write something that can be seen.
wrong-too-long = { $field }: { $limit } characters at most.
refused-gone = Entry #{ $id } does not exist (any more). Use /faq list to see all there is.
refused-revision-gone = What entry #{ $id } said after change { $revision } is no longer stored. Choose a newer change.
refused-rights = You need { $permission } in the whole server, not just in one channel, or a role that an admin has put in the setting { $setting }.
refused-failed = Something went wrong, so this was not saved. You have lost nothing: your words are below, and in the file. Send them again in a while.
refused-unknown = No entry is called that. Choose one of those offered while you type, or use /faq search.
refused-gap-gone = This question is no longer in the list: somebody has answered or deleted it.
refused-draft-public = This entry is a draft, which only staff see. Publish it first.
refused-taken = Entry #{ $id } has this question already. Your words are below: change the question, or put them into that entry.
refused-changed = Somebody changed entry #{ $id } while you were writing, and nothing of yours was saved. Your words are below: look at what is there now, and put them in.
refused-again = Another entry had this question until a moment ago, but it has been changed or removed. Send yours once more.
refused-too-many = There are { $most } entries, as many as the setting max_entries allows. Remove one, or ask an admin to allow more.
refused-export-size = The table is too large for a file in Discord. Fetch it from the API: /api/docs, faq, export.csv.
refused-not-asker = Only the member who asked can say whether it helped.
given-back = What you wrote
somebody = somebody

reply-added = Entry #{ $id } is added, and members can find it.
reply-drafted = Entry #{ $id } is added as a draft. Members see it once it is published.
reply-edited = Entry #{ $id } is saved.
reply-published = Entry #{ $id } is published.
reply-unpublished = Entry #{ $id } is a draft again; members no longer see it.
reply-unchanged = Nothing to change: entry #{ $id } is like that already.
reply-changed = Somebody changed entry #{ $id } meanwhile, so nothing was done. This is what it says now.
reply-removed = Entry #{ $id } is removed.
reply-kept = Nothing was removed.
reply-sure = Remove entry #{ $id }, { $title }, with its history?
reply-exported = All entries, drafts too.

status-draft = draft
button-edit = Edit
button-edit-now = Open what is there now
button-publish = Publish
button-unpublish = Take back
button-history = History
button-remove = Remove
button-restore = Put this back
button-gap-add = Answer it
button-gap-drop = Delete it
button-helped = This helped
button-not-helped = It did not
select-open = Read an answer
select-revision = Choose a change to read
select-gap = Choose a question to answer

list-title = Questions and answers
list-title-category = Questions and answers: { $category }
list-empty = There is nothing here yet.
list-empty-category = There is nothing in the category { $category }. Use /faq list without a category to see all there is.
list-views = { $count ->
    [one] opened once
   *[other] opened { $count } times
 }
history-title = History of entry #{ $id }
history-line = **{ $revision }** · { $when } · { $who } { $what } · { $title }
history-choice = After change { $revision }
history-shown = Entry #{ $id } after change { $revision }, by { $who } on { $when }:
action-add = added it
action-edit = changed it
action-publish = published it
action-unpublish = took it back
gaps-title = Questions without an answer
gaps-empty = Every question that was asked found an answer.
gaps-line = • { $question } · { $count ->
    [one] asked once
   *[other] asked { $count } times
 }, last { $when }
gap-shown = This has no answer yet: { $question }
gap-dropped = The question is deleted. It comes back if somebody asks it again.

found-title = These may answer: { $question }
found-others = Not that? Perhaps one of these
found-nothing = Nothing here fits: { $question }
found-nothing-next = Try other words, or ask the staff.
found-nothing-kept = Try other words, or ask the staff. They see that this question has no answer yet, not who asked it.

suggest-says = Perhaps this answers it:
suggest-helped = This helped.
suggest-not-helped = Thank you. Staff see that this question needs a better answer.
suggest-late = This was answered already, or the question is too old.

log-title = FAQ #{ $id }, { $title }
log-added = { $who } added it, and members can find it.
log-drafted = { $who } added it as a draft.
log-edited = { $who } changed it: { $what }.
log-published = { $who } published it.
log-unpublished = { $who } took it back.
log-removed = { $who } removed it with its history.

page-title = Questions and answers
page-search = What do you want to know?
page-find = Search
page-empty = There is nothing here yet.
page-nothing = Nothing here fits. Try other words.
page-all = All questions
page-pages = Pages
page-previous = Previous
page-next = Next
page-of = Page { $page } of { $pages }

tour-faq = Answer a question for good
tour-faq-add = Write /faq add in the message box and send it; a question is filled in. In the form, write an answer, and send it. It is kept, and #bot-log says so.
tour-faq-search = Somebody asks the same in their own words, in a hurry. Send this /faq search, mistakes and all: your answer is found. Only who asks sees it.
tour-faq-miss = Now a question that nobody answered yet. Send it: nothing fits, and the bot says so instead of guessing.
tour-faq-gaps = That question is not lost. Send /faq gaps: there it is, without who asked it. Choose it to answer it in the same form.
tour-faq-list = Send /faq list: all there is. Open an answer there to change it, take it back, or read what it said before.
