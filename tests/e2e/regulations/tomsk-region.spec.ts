/** Tomsk region, № 420-р / 261 of 27.05.2020: a teacher and a pupil under 18, a school year of meetings. */
import type { Municipality } from '../../support/municipality.ts'
import {
	awaiting,
	chronicle,
	consent,
	draftOrder,
	fillInClosure,
	isEntered,
	openAwaited,
	programIdOf,
	propose,
	raiseClosure,
	sign,
	WAITING
} from '../decisions-page.ts'
import { expect, test } from '../long-story.ts'
import { markStops, onDevice, onServer, stopsLeft, tickOf } from '../program-page.ts'

const FATHER = 'Шубин Андрей Викторович'

const region: Municipality<'galina' | 'sergey' | 'oleg' | 'polina'> = {
	id: 'asino',
	name: 'Асиновский район',
	timeZone: 'Asia/Tomsk',
	regulationId: 'tomsk-region',
	since: '2020-09-07',
	organisations: [{ id: 'gymnasium-2', name: 'Гимназия № 2' }],
	people: {
		galina: { name: 'Седова Галина Романовна', role: 'curator' },
		sergey: { name: 'Мохов Сергей Ильич', role: 'head' },
		oleg: {
			name: 'Рябинин Олег Николаевич',
			role: 'mentor',
			at: ['gymnasium-2', 'Учитель физики'],
			asMentor: { competences: ['Олимпиадная физика'], hoursPerMonth: 6 }
		},
		polina: {
			name: 'Шубина Полина Андреевна',
			role: 'mentee',
			at: ['gymnasium-2', 'Ученица 9 класса'],
			asMentee: {
				categoryId: 'pupil',
				mainRequest: 'Подготовиться к олимпиаде по физике',
				difficulties: ['Олимпиадная физика'],
				bornOn: '2005-11-05',
				representative: { name: FATHER, contact: 'через классного руководителя' }
			}
		}
	}
}

test('[R4] [R11] [R18] [R19] Tomsk region: a father signs for his daughter where there is no network, and seven meetings lead to the end', async ({
	begin
}) => {
	const story = await begin(region)
	const polina = await story.meet('polina')
	await polina.page.goto('/decisions/new')
	await expect(
		polina.page.getByText('Прочтут участники программы и те, кто её сопровождает и утверждает.')
	).toBeVisible()
	await expect(polina.page.getByRole('radio', { name: 'Ученик' })).toBeChecked()
	await polina.page.getByRole('button', { name: 'Отправить запрос' }).click()
	await isEntered(polina.page)
	const programId = programIdOf(polina.page)
	const decisions = `/decisions/${programId}`
	const program = `/programs/${programId}`

	const galina = await story.meet('galina')
	await openAwaited(galina.page, /Шубина.*Подберите наставника/s)
	await propose(galina.page, /Рябинин/, 'Год перед олимпиадой', 'педагог – ученик')

	// A pupil consents only to the use of her data, and her representative signs.
	await openAwaited(polina.page, /Нужно ваше согласие/)
	await expect(awaiting(polina.page)).toContainText('на обработку персональных данных')
	await polina.goOffline()
	await consent(polina.page, 1, FATHER)
	await expect(chronicle(polina.page).getByText(WAITING)).toBeVisible()
	const oleg = await story.meet('oleg')
	await openAwaited(oleg.page, /Нужно ваше согласие/)
	await consent(oleg.page, 2)
	await isEntered(oleg.page)
	await polina.goOnline()
	await isEntered(polina.page)

	await story.goTo('2020-09-11')
	await galina.page.goto(decisions)
	await expect(chronicle(galina.page)).toContainText(`Подписал законный представитель: ${FATHER}`)
	await openAwaited(galina.page, /подготовьте приказ/)
	// 11 September 2020 is a Friday; the regulation sets no term, and the curator chooses the school year.
	await expect(galina.page.getByLabel('Начало')).toHaveValue('2020-09-14')
	await draftOrder(galina.page, { term: '9 месяцев', pay: 'Без выплат' })
	const sergey = await story.meet('sergey')
	await openAwaited(sergey.page, /Приказ ждёт утверждения/)
	await sign(sergey.page)

	await story.goTo('2020-09-15')
	await polina.page.goto(`${program}/about`)
	await expect(polina.page.getByText('14 сентября 2020 г. – 13 июня 2021 г.')).toBeVisible()
	await polina.page.goto(program)
	const meetings = await stopsLeft(polina.page)
	expect(meetings).toHaveLength(7)
	// The first meeting is held in a village without a network; the second as well.
	await polina.goOffline()
	await markStops(polina.page, meetings.slice(0, 2))
	await expect(tickOf(polina.page)).toHaveText(onDevice)
	await oleg.page.goto(program)
	await expect(oleg.page.getByText('0 из 7').first()).toBeVisible()
	await polina.goOnline()
	await expect(oleg.page.getByText('2 из 7').first()).toBeVisible()

	await story.goTo('2021-05-21')
	await galina.page.goto(decisions)
	const closure = { reason: /в полном объёме/, conclusion: 'Призёр муниципального этапа.' }
	await expect(await fillInClosure(galina.page, closure)).toContainText('выполнено 2 из 7 мероприятий')
	await oleg.page.goto(program)
	await stopsLeft(oleg.page)
	await markStops(oleg.page, meetings.slice(2))
	await expect(tickOf(oleg.page)).toHaveText(onServer)

	await story.goTo('2021-05-28')
	await galina.page.goto(decisions)
	await raiseClosure(galina.page, closure)
	await openAwaited(sergey.page, /Завершение программы ждёт вас/)
	await sign(sergey.page)
	await polina.page.goto(decisions)
	await expect(polina.page.getByText('Программа завершена')).toBeVisible()
	await galina.page.goto('/curator?phase=closed')
	await expect(galina.page.getByText('7 из 7')).toBeVisible()

	// What was signed can be printed as it was signed.
	await galina.page.goto(`/papers/${programId}`)
	await galina.page.getByRole('link', { name: /Согласие на обработку персональных данных.*Шубина/s }).click()
	await expect(galina.page.getByRole('article')).toContainText(FATHER)
})
