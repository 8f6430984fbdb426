/** Registers the service worker, and offers new versions of the app. */
import { dev } from '$app/environment'

/**
 * The wait for an accepted version. The browser activates it when the old one has finished its work, and may check that
 * only once a minute. A page load makes it check at once.
 */
const TAKES_OVER_MS = 5_000

/**
 * Whether the app opens on this device without a network, by the service worker's state. `kept`: a worker is active; it
 * becomes active only with the whole app stored. `keeping`: the first worker is being fetched. `unkept`: the browser
 * has no workers, refused one, or could not fetch it; the next load tries again.
 */
export type AppKeeping = 'keeping' | 'kept' | 'unkept'

/**
 * A new version of the app never interrupts an edit (sync.md D9): it waits, is offered, and takes over when the person
 * accepts it. Another tab continues with the old version, and loads the new one at its next navigation.
 */
export class AppUpdate {
	/** A new version waits for the person to accept it. */
	isReady = $state(false)
	/** The person has accepted, and the page is about to reload. */
	isAccepted = $state(false)
	/** Another tab has accepted the new version: parts that are not loaded yet may be gone. */
	isReplaced = false
	/** Null: not known yet. */
	keeping = $state<AppKeeping | null>(null)
	#registration: ServiceWorkerRegistration | null = null
	#reloading: ReturnType<typeof setTimeout> | undefined

	/** Registers the service worker, in a built app only. Returns a function that stops listening. */
	start(): () => void {
		if (dev) return () => {}
		if (!('serviceWorker' in navigator)) {
			this.keeping = 'unkept'
			return () => {}
		}
		const workers = navigator.serviceWorker
		let hadController = workers.controller !== null
		const takeOver = () => {
			// The very first worker takes over the open page: this is no new version.
			if (!hadController) return void (hadController = true)
			// On a slow phone the timer could reload again while the page is still loading.
			clearTimeout(this.#reloading)
			if (this.isAccepted) location.reload()
			this.isReplaced = true
			this.isReady = true
		}
		const look = () => {
			// A device that slept for days checks on waking. Being offline is no error here.
			if (document.visibilityState === 'visible') this.#registration?.update().catch(() => {})
		}
		workers.addEventListener('controllerchange', takeOver)
		document.addEventListener('visibilitychange', look)
		void this.#register()
		return () => {
			clearTimeout(this.#reloading)
			workers.removeEventListener('controllerchange', takeOver)
			document.removeEventListener('visibilitychange', look)
		}
	}

	/**
	 * Reloads the page, with the new version. If the new version cannot take over in time, the old one loads and offers
	 * it again.
	 */
	accept(): void {
		this.isAccepted = true
		const waiting = this.#registration?.waiting
		waiting?.postMessage({ type: 'SKIP_WAITING' })
		this.#reloading = setTimeout(() => location.reload(), waiting ? TAKES_OVER_MS : 0)
	}

	async #register(): Promise<void> {
		this.keeping = navigator.serviceWorker.controller === null ? 'keeping' : 'kept'
		try {
			const registration = await navigator.serviceWorker.register('/service-worker.js')
			this.#registration = registration
			if (registration.waiting !== null && navigator.serviceWorker.controller !== null) this.isReady = true
			this.keeping = keepingOf(registration)
			registration.addEventListener('updatefound', () => this.#watch(registration, registration.installing))
			// Another tab may have started the installation.
			this.#watch(registration, registration.installing)
		} catch {
			// Private modes refuse service workers: the app works, but does not open without a network.
			this.keeping = 'unkept'
		}
	}

	#watch(registration: ServiceWorkerRegistration, worker: ServiceWorker | null): void {
		worker?.addEventListener('statechange', () => {
			if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) this.isReady = true
			this.keeping = keepingOf(registration)
		})
	}
}

function keepingOf({ active, waiting, installing }: ServiceWorkerRegistration): AppKeeping {
	if (active !== null) return 'kept'
	// A failed worker is still listed while it reports its failure.
	const isComing = [waiting, installing].some((worker) => worker !== null && worker.state !== 'redundant')
	return isComing ? 'keeping' : 'unkept'
}

export const appUpdate = new AppUpdate()
