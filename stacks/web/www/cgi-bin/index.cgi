#!/bin/sh
visit=$(timeout 2 wget -q -O - http://visits/cgi-bin/next) || visit="that nobody counted"
printf 'Content-Type: text/html\r\n\r\n'
cat <<PAGE
<!doctype html>
<title>Moorage</title>
<h1>$GREETING</h1>
<p>This is visit $visit.</p>
PAGE
