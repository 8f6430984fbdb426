/**
 * `found`: it is loading, and is offered as any other (`NewVersion.svelte`). `none`: what runs is the newest. `failed`: it could not be
 * asked, as a rule without a network. `unkept`: no service worker keeps the app, so that the page is as new as its last load.
 */
export type UpdateSearch = 'found' | 'none' | 'failed' | 'unkept'

/** Looks for a new version of the app now. `workers`: of the browser; undefined: it has none. Never reloads the page. */
export async function lookForUpdate(
	workers: Pick<ServiceWorkerContainer, 'getRegistration'> | undefined
): Promise<UpdateSearch> {
	try {
		const registration = await workers?.getRegistration()
		if (registration === undefined) return 'unkept'
		await registration.update()
		return registration.installing !== null || registration.waiting !== null ? 'found' : 'none'
	} catch {
		return 'failed'
	}
}
