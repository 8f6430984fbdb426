import { dev } from '$app/environment'

/**
 * For a version that was let in. The browser gives it the app once the old one has nothing in hand, and may look for that as seldom as
 * once a minute; whoever pressed is not left waiting: a page that loads makes it look at once.
 */
const TAKES_OVER_MS = 5_000

/**
 * Whether the app opens on this device without a network, by the service worker's own state. `kept`: one is active, and it does not
 * become that before it has all of the app. `keeping`: the first one is being fetched. `unkept`: the browser has none, refused it, or it
 * could not be fetched; the next load tries again.
 */
export type AppKeeping = 'keeping' | 'kept' | 'unkept'

/**
 * A new version of the app never interrupts an edit (sync.md D9): it waits, is offered, and takes over when the person
 * says so. A tab in which nobody said so goes on with what it has, and loads the new version at its next navigation.
 */
export class AppUpdate {
	/** A new version waits for a person's word. */
	isReady = $state(false)
	/** The person has said so, and the page is about to load anew. */
	isAccepted = $state(false)
	/** Another tab has let the new version in: parts not loaded yet may be gone. */
	isReplaced = false
	/** Null: it has not been asked yet. */
	keeping = $state<AppKeeping | null>(null)
	#registration: ServiceWorkerRegistration | null = null
	#reloading: ReturnType<typeof setTimeout> | undefined

	/** Registers the service worker, in a built app only. Returns what stops listening. */
	start(): () => void {
		if (dev) return () => {}
		if (!('serviceWorker' in navigator)) {
			this.keeping = 'unkept'
			return () => {}
		}
		const workers = navigator.serviceWorker
		let hadController = workers.controller !== null
		const takeOver = () => {
			// The very first worker takes an open page over; nothing new has come.
			if (!hadController) return void (hadController = true)
			// A slow phone is still loading when the wait would end.
			clearTimeout(this.#reloading)
			if (this.isAccepted) location.reload()
			this.isReplaced = true
			this.isReady = true
		}
		const look = () => {
			// A device that slept for days asks on waking; being offline is no error here.
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

	/** Loads the page anew: with the new version, or, where that is kept waiting, with the old one, which offers it again. */
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
			// Another tab may have begun.
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
	// One that failed is still named while it says so.
	const isComing = [waiting, installing].some((worker) => worker !== null && worker.state !== 'redundant')
	return isComing ? 'keeping' : 'unkept'
}

/** Of this page. */
export const appUpdate = new AppUpdate()
