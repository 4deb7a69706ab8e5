/** As the text of an element. */
export function escapeText(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The same, and within double quotes as the value of an attribute. */
export function escapeHtml(text: string): string {
	return escapeText(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
