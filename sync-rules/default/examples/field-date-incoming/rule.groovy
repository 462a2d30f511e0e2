import java.text.SimpleDateFormat

// A day, and a week later where they have one.
def day = replica.customFields."Impact"?.value
issue.customFields."Start day".value = day ? new SimpleDateFormat("yyyy-MM-dd").parse(day) + 7 : null
