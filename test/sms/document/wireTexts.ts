/** Texts that XML, forms, ISO-8859-15 or their readers may break. All are as `prepareText` returns them. */
export const ISSUE_TEXT = `Été à 5€, œuf & ç <b> "q" 'a' AT&T; &eacute; ]]>`;

/** Every character that may be sent. */
const REPERTOIRE = Array.from({ length: 256 }, (_, byte) =>
	new TextDecoder('iso-8859-15').decode(Uint8Array.of(byte)),
)
	.filter((character) => !/[\p{Cc}\u00ad]/u.test(character))
	.join('');

export const WIRE_TEXTS: ReadonlyArray<readonly [name: string, text: string]> = [
	['the text of the issue', ISSUE_TEXT],
	['every character of ISO-8859-15', REPERTOIRE],
	['the eight that ISO-8859-1 has not', '€ŠšŽžŒœŸ'],
	['an entity look-alike', 'AT&T; x'],
	['entities written out', '&amp; &lt; &gt; &quot; &apos; &nbsp; &eacute; &unknown;'],
	['numeric references written out', '&#233; &#xE9; &#8364; &#0; &#; &#x; &#x110000;'],
	['a section of CDATA', 'a <![CDATA[b]]> c ]]> ]] >'],
	[
		'a comment and an instruction',
		'<!-- a -- b --> <?php echo 1 ?> <!DOCTYPE a [<!ENTITY b "c">]>',
	],
	['an XML declaration of another encoding', '<?xml version="1.0" encoding="UTF-8"?>'],
	['elements of the document', '</text></message><recipients><gsm>33699999999</gsm></recipients>'],
	['the place of the credentials', '<authentification/> <authentification></authentification>'],
	['what a form uses', 'a=b&XML=c;d+e %26 100% %zz %'],
	['quotes and backslashes', `"a" 'b' \`c\` \\n \\u00e9 \\`],
	['personal parameters', 'Bonjour #param1# #param2#, #&#35;'],
	['spaces at both ends', '  a  b  '],
	['lines', 'a\n\nb\n'],
	['no-break spaces', 'Dès 5\u00a0€\u00a0!'],
	['bytes that are valid UTF-8, read as they are', 'Ã©tÃ© Ã§ Â°'],
];
