import { xmlOf } from '../emulator/posting';

const FIRST_NAMES = ['Élodie', 'René', 'Julie', 'Hugo', 'Amélie', 'Paul', 'Zoé', 'Thomas'];

/** A different French mobile number for each index, in one of the forms found in spreadsheets. */
export function writtenNumber(index: number): string {
	const digits = `06${String(10_000_000 + index).slice(0, 8)}`;
	const pairs = digits.match(/../g) ?? [];
	const forms = [
		digits,
		pairs.join(' '),
		pairs.join('.'),
		`+33 6 ${pairs.slice(1).join(' ')}`,
		`33${digits.slice(1)}`,
	];
	return forms[index % forms.length] ?? digits;
}

/** A text in the GSM alphabet that fits one SMS. */
export function personalText(index: number): string {
	const name = FIRST_NAMES[index % FIRST_NAMES.length] ?? '';
	return `Bonjour ${name}, votre commande ${index} est disponible : 49,90 €.`;
}

export const COMMON_TEXT = "Bonjour, votre magasin est ouvert dimanche de 9 h à 19 h. C'est tout !";

/** A complete form body, which users of HTTP Request have to prepare themselves. */
export function readyBody(index: number, login: { username: string; password: string }): string {
	const recipients = [`336${String(10_000_000 + index).slice(0, 8)}`];
	const { username, password } = login;
	const text = personalText(index);
	return `XML=${encodeURIComponent(xmlOf({ username, password, text, route: 'N', recipients }))}`;
}
