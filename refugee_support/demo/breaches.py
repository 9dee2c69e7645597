"""A telephone of the association is stolen: written down at once, reported within 72 hours, closed with reasons."""

from datetime import datetime, time, timedelta

import frappe

from refugee_support.demo.plan.model import World
from refugee_support.demo.registry import existing, record_name
from refugee_support.demo.removal import erase
from refugee_support.refugee_support.doctype.data_breach import data_breach

BREACH = "Data Breach"
NAME = record_name("breach", 1)
RESPONSIBLE = "verwaltung@example.org"


def create_breach(world: World) -> int:
	if existing(BREACH, [NAME]):
		return 0
	happened = datetime.combine(world.today - timedelta(16), time(17, 20))
	known = RESPONSIBLE in {helper.email for helper in world.helpers}
	values = {
		"title": "Diensthandy in der Straßenbahn gestohlen",
		"happened_at": happened,
		"noticed_at": happened + timedelta(hours=1),
		"what_happened": "Das Diensthandy einer Beraterin wurde auf dem Heimweg aus der Tasche gestohlen. Es war mit "
		"sechsstelligem Code gesperrt und verschlüsselt. Der Browser war im Programm angemeldet; im Adressbuch standen "
		"Telefonnummern.",
		"kinds_of_data": "Namen und Telefonnummern im Adressbuch; Zugang zum Programm bis zum Ende der Sitzung.",
		"people_affected": 40,
		"records_affected": 40,
		"responsible": RESPONSIBLE if known else None,
		"risk": "Risk",
		"consequences": "Wer den Code kennt, könnte sehen, dass die Menschen im Adressbuch beraten werden. Unwahrscheinlich, "
		"aber für einzelne mit Gefahr im Herkunftsland ernst.",
		"measures": "Nach 40 Minuten aus der Ferne gelöscht; alle Sitzungen des Kontos beendet, Kennwort geändert. Das "
		"Zugriffsprotokoll zeigt keinen Zugriff nach dem Diebstahl. Anzeige erstattet. Künftig stehen im Adressbuch nur Nummern.",
		"reported_at": happened + timedelta(hours=42),
		"reported_to": "LDI NRW, Online-Formular",
		"not_told_because": "Kein hohes Risiko: gesperrt, verschlüsselt und nach 40 Minuten gelöscht, bevor jemand zugegriffen hat.",
	}
	frappe.get_doc({"doctype": BREACH, **values}).insert(set_name=NAME)
	data_breach.close(NAME)
	return 1


def breach_names() -> list[str]:
	return [NAME]


def remove_breach() -> None:
	erase(BREACH, [NAME])
