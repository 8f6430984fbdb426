import { createContext } from 'svelte'
import { whenCalm } from '#lib/browser.ts'

interface InstallPromptEvent extends Event {
	prompt(): Promise<unknown>
}

/** Installs the app on the home screen. The browser offers this once, when it has read the manifest, so the root layout listens. */
export class Installation {
	#offer = $state.raw<InstallPromptEvent | null>(null)
	isInstalled = $state(matchMedia('(display-mode: standalone)').matches)

	/** Returns a function that stops listening. */
	start(): () => void {
		const keepOffer = (event: Event) => {
			event.preventDefault()
			this.#offer = event as InstallPromptEvent
		}
		const noteInstalled = () => {
			this.#offer = null
			this.isInstalled = true
		}
		addEventListener('beforeinstallprompt', keepOffer)
		addEventListener('appinstalled', noteInstalled)
		const cancel = whenCalm(nameManifest)
		return () => {
			cancel()
			removeEventListener('beforeinstallprompt', keepOffer)
			removeEventListener('appinstalled', noteInstalled)
		}
	}

	get canInstall(): boolean {
		return this.#offer !== null
	}

	/** iOS makes no offer: a person installs through the share menu. */
	get isIos(): boolean {
		return (
			/iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
		)
	}

	async install(): Promise<void> {
		await this.#offer?.prompt()
		this.#offer = null
	}
}

/** Not in app.html: its icons would come before the first screen. */
function nameManifest(): void {
	const link = document.createElement('link')
	link.rel = 'manifest'
	link.href = '/manifest.webmanifest'
	document.head.append(link)
}

export const [getInstallation, setInstallation] = createContext<Installation>()
