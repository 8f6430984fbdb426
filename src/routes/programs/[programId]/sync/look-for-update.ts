/**
 * `replaced`: another tab has let a new version in, and this page is still of the old one. `found`: it is loading. Both are offered as
 * any other (`NewVersion.svelte`). `none`: what runs is the newest. `failed`: it could not be asked, as a rule without a network.
 * `unkept`: no service worker keeps the app, so that the page is as new as its last load.
 */
export type UpdateSearch = 'replaced' | 'found' | 'none' | 'failed' | 'unkept'

/**
 * Looks for a new version of the app now. `workers`: of the browser; undefined: it has none. `isReplaced`: as `AppUpdate` knows it; it is
 * said without a network, too. Never reloads the page.
 */
export async function lookForUpdate(
	workers: Pick<ServiceWorkerContainer, 'getRegistration'> | undefined,
	isReplaced: boolean
): Promise<UpdateSearch> {
	if (isReplaced) return 'replaced'
	try {
		const registration = await workers?.getRegistration()
		if (registration === undefined) return 'unkept'
		await registration.update()
		return registration.installing !== null || registration.waiting !== null ? 'found' : 'none'
	} catch {
		return 'failed'
	}
}
