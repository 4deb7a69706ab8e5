/** The one account of the emulator. */
export class Account {
	credits: number;
	readonly blacklist = new Set<string>();

	constructor(
		private readonly settings: Readonly<Record<'username' | 'password', string>> & {
			credits: number;
		},
	) {
		this.credits = settings.credits;
	}

	/** "Erreur d'authentification (identifiant / mot de passe) ou l'option API désactivée". */
	admits(username: string, password: string): boolean {
		return username === this.settings.username && password === this.settings.password;
	}

	reset(): void {
		this.credits = this.settings.credits;
		this.blacklist.clear();
	}
}
