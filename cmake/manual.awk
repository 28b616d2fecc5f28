# Writes manual pages (section 3) for the functions of maillage.h and for the header: awk -v folder=DIR -v version=V -f manual.awk FILE
#
# A page comes from the comment above its function, and is shared with the functions that follow without a comment. A comment line that
# starts with three blanks, a name and two blanks describes an argument; those of the block "arguments that recur" apply to every
# function. A sentence that starts with MLG_XXX: describes a failure; one with O(...), the cost of a call.

function escape(text) {
    gsub(/\\/, "\\e", text)
    gsub(/-/, "\\-", text)
    if (text ~ /^[.']/)
        text = "\\&" text
    return text
}

function put(text) { print text > page }

function put_code(text,    n, line, i) {
    n = split(text, line, "\n")
    put(".nf")
    for (i = 1; i <= n; i++)
        put(escape(line[i]))
    put(".fi")
}

function paragraph(text) {
    gsub(/[ \n]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

# The text up to the first full stop or semicolon that ends a clause.
function summary(text,    at) {
    text = paragraph(text)
    at = match(text, /[.;:] |\.$|[(]/)
    if (at)
        text = substr(text, 1, at - 1)
    sub(/ $/, "", text)
    return tolower(substr(text, 1, 1)) substr(text, 2)
}

# Sets words[] and prose of a comment.
function take_arguments(text, into,    n, line, i, name, last) {
    n = split(text, line, "\n")
    prose = ""
    for (i = 1; i <= n; i++) {
        if (match(line[i], /^  [a-z_0-9]+  +/)) {
            name = substr(line[i], 3)
            sub(/ .*/, "", name)
            into[name] = substr(line[i], RLENGTH + 1)
            last = name
        } else if (last != "" && line[i] ~ /^    /) {
            into[last] = into[last] " " paragraph(line[i])
        } else {
            last = ""
            prose = prose line[i] "\n"
        }
    }
}

function start_page(name, section, title) {
    page = folder "/" name ".3"
    put(".\\\" made from maillage.h by cmake/manual.awk")
    put(".TH \"" name "\" 3 \"\" \"Maillage " version "\" \"Maillage\"")
    put(".SH NAME")
    put(name " \\- " escape(title))
}

# Types named by a prototype, and the types they contain, in the order of the header.
function put_types(text,    t, i, found, more, shown) {
    do {
        more = 0
        for (i = n_types; i >= 1; i--) {
            t = type_name[i]
            if (!(i in found) && t !~ /^mlg_(status|error|format)$/ && text ~ ("(^|[^a-z_])" t "([^a-z_]|$)")) {
                found[i] = 1
                text = text "\n" type_text[i]
                more = 1
            }
        }
    } while (more)
    for (i = 1; i <= n_types; i++) {
        if (!(i in found))
            continue
        put(shown++ ? ".PP" : ".SH TYPES")
        if (type_comment[i] != "")
            put(escape(paragraph(type_comment[i])) "\n.PP")
        put_code(type_text[i])
    }
}

function put_arguments(text, own,    list, n, part, i, name, any) {
    gsub(/\n/, " ", text)
    list = text
    sub(/^[^(]*\(/, "", list)
    sub(/\)[^)]*$/, "", list)
    sub(/\) MLG.*$/, "", list)
    n = split(list, part, ",")
    for (i = 1; i <= n; i++) {
        name = part[i]
        sub(/\[[^]]*\]/, "", name)
        sub(/.*[ *]/, "", name)
        if (name == "void" || name in listed)
            continue
        listed[name] = 1
        if (!any++ && !headed++)
            put(".SH ARGUMENTS")
        put(".TP\n.I " name "\n" escape(name in own ? own[name] : name in recurring ? recurring[name] : "(not described)"))
    }
}

function put_function(f,    own, n, text, list, i, part, errors, cost, rest) {
    split("", listed)
    headed = 0
    split("", own)
    take_arguments(comment_of[f], own)
    text = paragraph(prose)
    start_page(f, 3, title_of[f])
    put(".SH SYNOPSIS\n.nf\n.B #include <maillage.h>\n.PP")
    n = split(group[f], list, " ")
    for (i = 1; i <= n; i++) {
        rest = prototype[list[i]]
        sub(/^MLG_API /, "", rest)
        gsub(/ MLG_(MUST_CHECK|FORMAT_ARG\([0-9]\))/, "", rest)
        put(escape(rest))
    }
    put(".fi\n.SH DESCRIPTION")
    errors = cost = rest = ""
    while (text != "") { # sentence by sentence
        i = match(text, /\. [A-Z]/) ? RSTART + 1 : length(text)
        part = substr(text, 1, i)
        text = paragraph(substr(text, i + 1))
        if (part ~ /^MLG_(INPUT|USAGE|DATA|MEMORY|CANCELLED)[:,. ]/)
            errors = errors " " part
        else if (part ~ /(^|[^A-Za-z])O\(/)
            cost = cost " " part
        else
            rest = rest " " part
    }
    text = rest
    put(escape(paragraph(text)))
    for (i = 1; i <= n; i++)
        put_arguments(prototype[list[i]], own)
    rest = ""
    for (i = 1; i <= n; i++)
        rest = rest prototype[list[i]]
    put_types(rest)
    if (rest ~ /mlg_status /)
        put(".SH RETURN VALUE\nMLG_OK, or another status, with its message in err (see\n.BR maillage.h (3)).")
    if (errors != "")
        put(".SH ERRORS\n" escape(paragraph(errors)))
    if (cost != "")
        put(".SH COST\n" escape(paragraph(cost)))
    put(".SH SEE ALSO\n.BR maillage.h (3)")
    close(page)
    for (i = 2; i <= n; i++) {
        page = folder "/" list[i] ".3"
        put(".so man3/" f ".3")
        close(page)
    }
}

function put_header(    i, f) {
    start_page("maillage.h", 3, "access to care, medical deserts, zoning and siting for French territories")
    put(".SH SYNOPSIS\n.nf\n.B #include <maillage.h>\n.PP\ncc program.c $(pkg\\-config \\-\\-cflags \\-\\-libs maillage)\n.fi")
    put(".SH CONVENTIONS")
    put_code(conventions)
    put(".SH STATUS AND ERROR")
    for (i = 1; i <= n_types; i++)
        if (type_name[i] == "mlg_status" || type_name[i] == "mlg_error" || type_name[i] == "mlg_format") {
            if (type_comment[i] != "")
                put(escape(paragraph(type_comment[i])))
            put(".PP")
            put_code(type_text[i])
            put(".PP")
        }
    put(".SH FUNCTIONS")
    for (i = 1; i <= n_functions; i++) {
        f = function_name[i]
        if (section_of[f] != section_of[function_name[i - 1]])
            put(".SS " section_of[f])
        put(".TP\n.BR " f " (3)\n" escape(title_of[f]))
    }
    close(page)
}

# ---- reading ----

in_comment {
    line = $0
    done = sub(/ *\*\/$/, "", line)
    sub(/^ \*( |$)/, "", line)
    comment = comment line "\n"
    if (done) {
        in_comment = 0
        if (!conventions)
            conventions = comment
        if (section ~ /recur/) {
            take_arguments(comment, recurring)
            comment = ""
        }
    }
    next
}
/^\/\* ---- / {
    section = $0
    sub(/^\/\* ---- /, "", section)
    sub(/ -+ \*\/$/, "", section)
    comment = previous = ""
    next
}
/^\/\* / {
    comment = $0
    sub(/^\/\* /, "", comment)
    in_comment = !sub(/ *\*\/$/, "", comment)
    comment = comment "\n"
    next
}
/^typedef / { type = ""; in_type = 1 }
in_type {
    type = type (type == "" ? "" : "\n") $0
    if ($0 ~ /^}.*;$/ || (type !~ /\n/ && $0 ~ /;$/)) {
        in_type = 0
        name = $0
        if (match(name, /\(\*[a-z_]+\)/))
            name = substr(name, RSTART + 2, RLENGTH - 3)
        sub(/;$/, "", name)
        sub(/.*[ *]/, "", name)
        type_name[++n_types] = name
        type_text[n_types] = type
        type_comment[n_types] = comment
        comment = previous = ""
    }
    next
}
/^MLG_API / { declaration = ""; in_function = 1 }
in_function {
    declaration = declaration (declaration == "" ? "" : "\n") $0
    if ($0 ~ /;$/) {
        in_function = 0
        name = declaration
        sub(/\(.*/, "", name)
        sub(/.*[ *]/, "", name)
        function_name[++n_functions] = name
        prototype[name] = declaration
        section_of[name] = section
        if (comment == "" && previous != "") {
            group[previous] = group[previous] " " name
            title_of[name] = title_of[previous]
            shared[name] = 1
        } else {
            group[name] = name
            comment_of[name] = comment
            title_of[name] = summary(comment)
            previous = name
        }
        comment = ""
    }
    next
}
/^$/ { if (!in_function) comment = "" }

END {
    for (i = 1; i <= n_functions; i++)
        if (!(function_name[i] in shared))
            put_function(function_name[i])
    put_header()
}
