<?php
// Ways in which a provider in PHP might read the variable "XML", one reader each.
// Answers with the result as JSON in UTF-8, in hexadecimal so that nothing is lost on the way back.

if (PHP_SAPI === 'cli') {
	// Without a server: reads the raw body from standard input.
	parse_str(stream_get_contents(STDIN), $form);
	$xml = $form['XML'] ?? '';
	$reader = $argv[1];
} else {
	$xml = $_POST['XML'] ?? '';
	$reader = trim($_SERVER['REQUEST_URI'], '/');
}

if ($reader === 'echo') {
	// The page: "l'IP de votre serveur ainsi que la valeur de variable XML".
	echo $_SERVER['REMOTE_ADDR'], "\n", $xml;
	exit;
}

// Replaces utf8_encode, which PHP 9 removes.
$latin1ToUtf8 = fn($text) => iconv('ISO-8859-1', 'UTF-8', $text);
$latin9ToUtf8 = fn($text) => iconv('ISO-8859-15', 'UTF-8', $text);
$undeclared = fn($text) => preg_replace('/^<\?xml[^>]*\?>/', '', $text);
$same = fn($text) => $text;

/** The fields of a document, through a function that finds an element's text. */
function fields($of) {
	$names = ['username', 'password', 'text', 'sender', 'gsm'];
	return array_combine($names, array_map($of, $names));
}

function bySimpleXml($xml) {
	$sms = @simplexml_load_string($xml);
	if ($sms === false) return null;
	$numbers = [];
	foreach ($sms->recipients->gsm as $gsm) $numbers[] = (string) $gsm;
	return [
		'username' => (string) $sms->authentification->username,
		'password' => (string) $sms->authentification->password,
		'text' => (string) $sms->message->text,
		'sender' => (string) $sms->message->sender,
		'gsm' => implode(',', $numbers),
	];
}

function byDom($xml) {
	$document = new DOMDocument();
	if (!@$document->loadXML($xml)) return null;
	$of = fn($name) => implode(',', array_map(
		fn($node) => $node->textContent,
		iterator_to_array($document->getElementsByTagName($name)),
	));
	return fields($of);
}

/** Without an XML parser: the bytes between the tags, decoded by $toUtf8. */
function byPattern($xml, $toUtf8, $unescape) {
	$of = function ($name) use ($xml, $toUtf8, $unescape) {
		preg_match_all("~<$name>(.*?)</$name>~s", $xml, $found);
		return $unescape($toUtf8(implode(',', $found[1])));
	};
	return fields($of);
}

$references = fn($text) => html_entity_decode($text, ENT_QUOTES | ENT_XML1, 'UTF-8');

$readers = [
	'simplexml' => fn() => bySimpleXml($xml),
	'dom' => fn() => byDom($xml),
	// Reads UTF-8, whatever the document declares.
	'utf8' => fn() => bySimpleXml($undeclared($xml)),
	// Calls utf8_encode first, as people do who were told ISO-8859.
	'utf8_encode' => fn() => bySimpleXml($latin1ToUtf8($undeclared($xml))),
	'latin9' => fn() => bySimpleXml($latin9ToUtf8($undeclared($xml))),
	'utf8_encode_declared' => fn() => bySimpleXml($latin1ToUtf8($xml)),
	'latin9_declared' => fn() => bySimpleXml($latin9ToUtf8($xml)),
	'pattern' => fn() => byPattern($xml, $latin9ToUtf8, $same),
	'pattern_utf8' => fn() => byPattern($xml, $same, $same),
	'pattern_references' => fn() => byPattern($xml, $latin9ToUtf8, $references),
];
$read = $readers[$reader]();
echo json_encode($read === null ? null : array_map('bin2hex', $read));
