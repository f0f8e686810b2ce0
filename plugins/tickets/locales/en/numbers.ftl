## numbers
