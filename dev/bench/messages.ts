const FIRST_NAMES = ['Élodie', 'René', 'Julie', 'Hugo', 'Amélie', 'Paul', 'Zoé', 'Thomas'];

/** A number of metropolitan France, another for each index, as a spreadsheet may have it. */
export function writtenNumber(index: number): string {
	const digits = `06${String(10_000_000 + index).slice(0, 8)}`;
	const pairs = digits.match(/../g) ?? [];
	switch (index % 5) {
		case 0:
			return digits;
		case 1:
			return pairs.join(' ');
		case 2:
			return pairs.join('.');
		case 3:
			return `+33 ${digits[1] ?? ''} ${pairs.slice(1).join(' ')}`;
		default:
			return `33${digits.slice(1)}`;
	}
}

/** All in the GSM alphabet, so that a message is one SMS. */
export function personalText(index: number): string {
	const name = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
	return `Bonjour ${name}, votre commande ${index} est disponible : 49,90 €.`;
}

export const COMMON_TEXT = "Bonjour, votre magasin est ouvert dimanche de 9 h à 19 h. C'est tout !";

/** What a peer's user prepares beforehand: the whole form body, ready to be posted. */
export function readyBody(index: number, login: { username: string; password: string }): string {
	const document =
		'<?xml version="1.0" encoding="ISO-8859-15"?>' +
		'<SMS><authentification>' +
		`<username>${login.username}</username><password>${login.password}</password>` +
		`</authentification><message><text>${personalText(index)}</text><route>N</route>` +
		'<long>no</long></message><recipients>' +
		`<gsm>336${String(10_000_000 + index).slice(0, 8)}</gsm></recipients></SMS>`;
	const escaped = Array.from(document, (character) =>
		/[A-Za-z0-9._~-]/.test(character)
			? character
			: `%${(character === '€' ? 0xa4 : character.charCodeAt(0)).toString(16).toUpperCase().padStart(2, '0')}`,
	);
	return `XML=${escaped.join('')}`;
}
