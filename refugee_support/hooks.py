"""The table of contents of everything this app plugs into Frappe."""

app_name = "refugee_support"
app_title = "Refugee Support"
app_publisher = "Refugee Support contributors"
app_description = "Counselling, deadlines, language cafés and evidence for associations that stand by refugees"
app_email = "refugee-support@users.noreply.github.com"
app_license = "gpl-3.0"
