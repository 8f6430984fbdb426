import type { MentorEntry } from '../bank-entry.ts'

/** A head who meets every condition of Tomsk city on 1 September 2026. */
export const viktorsEntry: MentorEntry = {
	personId: 'viktor',
	competences: ['Управление коллективом школы', 'Финансово-хозяйственная деятельность'],
	achievements: [{ title: 'Школа вошла в число лучших города', proof: 'Грамота департамента № 12' }],
	hoursPerMonth: 12,
	forms: ['traditional', 'group'],
	posts: [
		{
			organisation: 'Школа № 4',
			title: 'Директор',
			isHead: true,
			isInMunicipality: true,
			from: '2015-08-20',
			until: null
		}
	],
	assessments: [{ share: 92, on: '2026-03-15' }],
	contests: [{ title: 'Директор года', level: 'regional', place: 'prize', isAsHead: true, on: '2023-11-10' }],
	courses: [
		{
			title: 'Реализация целевой модели наставничества',
			isOnMentoring: true,
			certificate: '7012-184',
			on: '2024-05-28'
		}
	],
	term: null,
	bornOn: null,
	representative: null,
	enteredOn: '2026-01-15'
}
