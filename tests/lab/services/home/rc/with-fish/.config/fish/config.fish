echo "fish greets you: ' \" ; done"
